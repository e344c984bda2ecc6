"""A printed figure and its key: amounts, intervals, areas, periods, units."""
