"""Two homes of one group: connect the groups of two platforms, and disconnect them."""
