"""The published content and an outcome in the words of FHIR R4 (4.0.1): values in, plain
JSON values out. It decides nothing, holds nothing about anybody, and knows no HTTP."""
