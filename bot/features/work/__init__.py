"""Work: the links and notes that members keep with their tasks, and the fellow members who see them."""
