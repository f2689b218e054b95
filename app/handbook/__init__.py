"""The documentation as web pages: pure functions from the Markdown files of docs/ to finished
bytes. In English only, as the files are."""
