"""SQL about ticks, choices and criteria."""
