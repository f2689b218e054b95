"""The HTTP surface, one module an area. A handler names its inputs, asks the catalog, and says what
can go wrong; none of them meets a database."""
