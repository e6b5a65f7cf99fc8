"""The chat core: commands and replies, on no platform.

An adapter hands a `Said` to `Dispatcher.answer` and renders the `Reply` that comes back. Between the two: `parse`
takes the line apart, `registry` knows the commands, `call` carries what a command may see, `markup` is
text that no name can break.

Decision (2026-11): a command is written once, from a spec, and a button is a typed line. By hand for each platform
it is shorter for the first four commands and longer for ever after; ids in buttons die with the process that made them.
"""
