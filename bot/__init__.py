"""Cairn: study groups on Discord and Telegram tick off a roadmap, keep their streaks and celebrate."""
