"""The pace of messages to a platform."""
