#!/bin/sh
# The year in which the GDP of each city was greatest, and what no value is there for.
# needs: jq
#
# Years and numbers are numbers in JSON, with their printed digits; a value that is missing is null.
set -eu

hlj gdp --json | jq -r 'group_by(.city)[] | max_by(.gdp_rmb_bn) | "\(.city) \(.year) \(.gdp_rmb_bn)"'
hlj gdp --json | jq -r '.[] | select(.gdp_per_capita_rmb == null) | "\(.city) \(.year): no GDP per capita"'
