"""Plans: an agreement as a text of one's own, before anybody agreed and after."""
