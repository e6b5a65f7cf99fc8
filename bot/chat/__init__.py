"""The chat core: commands and replies, on no platform.

An adapter hands a `Said` to `Dispatcher.answer` and renders the `Reply` that comes back. In between:

- `parse` takes the line apart.
- `command` has the registry of the commands.
- `call` carries the values that a command may see.
- `markup` makes text that no name can break.

Decision (2026-11): a command is written once, from a spec, and a button is a typed line. By hand for each platform,
the first four commands are shorter and all later ones longer. Ids in buttons die with the process that made them.
"""
