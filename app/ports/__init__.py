"""Interfaces of the server's replaceable parts, one small module per port."""
