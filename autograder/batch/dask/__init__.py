"""Grade a class on a Dask cluster."""
