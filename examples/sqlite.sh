#!/bin/sh
# The GDP of the four cities together, year by year, summed in a database.
# needs: sqlite3
#
# GDP at current prices is an amount, so it adds over places; growth, shares and GDP per capita do not. The sum is
# told with one decimal, as most of its parts are. A year in which a city is missing has no sum, and the values of
# a year that the package doubts (status U) are counted beside it.
set -eu

hlj gdp -i gdp --long --csv | sqlite3 -csv -header :memory: '.import --csv /dev/stdin observation' "
select
    year,
    printf('%.1f', sum(value)) as gdp_rmb_bn,
    count(nullif(value, '')) as cities,
    sum(status = 'U') as doubtful
from observation
where indicator = 'gdp'
group by year
having count(nullif(value, '')) = 4
order by year
" | tr -d '\r'
