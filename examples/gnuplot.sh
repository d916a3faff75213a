#!/bin/sh
# GDP per capita of Jixi (J) and Qitaihe (Q), drawn in the terminal.
# needs: gnuplot
#
# The report leaves the cell of Qitaihe's 2015 blank. gnuplot draws nothing for a blank cell, so Q ends in 2014.
set -eu

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

hlj gdp -c Jixi -i gdp-per-capita -o "$folder/jixi.csv"
hlj gdp -c Qitaihe -i gdp-per-capita -o "$folder/qitaihe.csv"

echo 'GDP per capita, RMB, current prices: J Jixi, Q Qitaihe'
gnuplot <<PLOT
set terminal dumb size 72, 24 noenhanced
set datafile separator comma
unset key
set border 3
set lmargin 8
set rmargin 2
set tmargin 1
set bmargin 2
set xrange [2007:2016]
set yrange [15000:35000]
set xtics 2008, 1, 2015 nomirror
set ytics 15000, 5000 nomirror
plot "$folder/jixi.csv" skip 1 using 2:3 with points pointtype "J", \
    "$folder/qitaihe.csv" skip 1 using 2:3 with points pointtype "Q"
PLOT
