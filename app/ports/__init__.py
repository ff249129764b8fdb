"""What the server needs of parts that can be replaced, one small module a port."""
