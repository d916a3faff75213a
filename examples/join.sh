#!/bin/sh
# GDP and population of 2015 in one table, joined by the code of the place.
#
# `join` wants both sides sorted by the same rule, so the locale is fixed. The two tables stand side by side;
# nothing is divided, since GDP per capita needs the mean of two year-end populations and not the last one.
set -eu
LC_ALL=C
export LC_ALL

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# The codes have no header to be sorted away: it is cut off and written again below.
hlj gdp -y 2015 --columns code,city,gdp --csv | tail -n +2 | sort >"$folder/gdp"
hlj population -y 2015 --columns code,population --csv | tail -n +2 | sort >"$folder/population"

echo 'code,city,gdp_rmb_bn,population_thousand'
join -t , "$folder/gdp" "$folder/population"
