#!/bin/sh
# GDP per capita of Qitaihe (Q) and Shuangyashan (S), drawn in the terminal.
# needs: gnuplot
#
# The report leaves both cells of 2015 blank. gnuplot draws nothing for a blank cell, so the marks end in 2014.
set -eu

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

hlj gdp -c Qitaihe -i gdp-per-capita --csv -o "$folder/qitaihe.csv"
hlj gdp -c Shuangyashan -i gdp-per-capita --csv -o "$folder/shuangyashan.csv"

echo 'GDP per capita, RMB, current prices: Q Qitaihe, S Shuangyashan'
gnuplot <<PLOT
set terminal dumb size 72, 20 noenhanced
set datafile separator comma
unset key
set border 3
set lmargin 8
set rmargin 2
set tmargin 1
set bmargin 2
set xrange [2007:2016]
set yrange [15000:40000]
set xtics 2008, 1, 2015 nomirror
set ytics 15000, 5000 nomirror
plot "$folder/qitaihe.csv" skip 1 using 2:3 with points pointtype "Q", \
    "$folder/shuangyashan.csv" skip 1 using 2:3 with points pointtype "S"
PLOT
