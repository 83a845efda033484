"""Reading documents and writing results: bytes in, bytes out."""
