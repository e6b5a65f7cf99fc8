"""Answers to typed messages, so that an edited message can change its answer."""
