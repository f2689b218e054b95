"""Publishing over the API: an archive becomes a draft, which is checked and proved in a process of
its own, approved of by others where that is asked for, and then published. Owns its tables.

Nothing of an archive is looked into by a process that answers requests.
"""
