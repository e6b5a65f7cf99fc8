"""Codes that are issued in private and typed elsewhere, to link two accounts or to connect two homes."""
