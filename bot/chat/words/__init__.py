"""How people write dates, lengths of time, clock times, zones and lists, and how we write them back."""
