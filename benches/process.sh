#!/usr/bin/env bash
# Whole processes on one question: Hegang's rows of 2008 to 2015 out of data/gdp.csv, as CSV.
#
#   bash benches/process.sh [--bars] [--runs N]
#
# Prints user + system time of a run for hlj, for `true` (what any process costs) and for the CSV readers that are
# installed, then hlj's peak memory and the size of its binary. The tools take turns in rounds, and the round with
# the least time counts, since whatever else the machine does can only add to it. With --bars the exit code is 1
# where a bar is missed. HLJ names another binary than that for packages.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

readonly ROUNDS=10
readonly MOST_MICROSECONDS=1000 # user + system, over `true`
readonly MOST_KILOBYTES=8192   # peak memory
readonly MOST_BYTES=10000000    # of the binary

runs=500
bars=no
while [ $# -gt 0 ]; do
    case $1 in
    --bars) bars=yes ;;
    --runs)
        runs=${2-}
        shift
        ;;
    *)
        echo "process.sh: unknown option \`$1\`; write [--bars] [--runs N]" >&2
        exit 2
        ;;
    esac
    shift || true
done
case $runs in
'' | *[!0-9]*)
    echo "process.sh: \`--runs\` takes a number" >&2
    exit 2
    ;;
esac
runs_per_round=$((10#$runs / ROUNDS))
if [ "$runs_per_round" -eq 0 ]; then
    echo "process.sh: \`--runs\` takes at least $ROUNDS, one for each round" >&2
    exit 2
fi

if [ -z "${HLJ-}" ]; then
    cargo build --profile dist --quiet
    HLJ=${CARGO_TARGET_DIR:-target}/dist/hlj
fi

python_reader='
import csv, sys
rows = csv.reader(open("data/gdp.csv", newline="", encoding="utf-8"))
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(next(rows))
out.writerows(row for row in rows if row[0] == "Hegang" and 2008 <= int(row[1]) <= 2015)
'
duckdb_query="select * from read_csv('data/gdp.csv', all_varchar = true)
    where city = 'Hegang' and year::int between 2008 and 2015"

ask() {
    case $1 in
    true) "$true_program" ;;
    hlj) "$HLJ" gdp --city Hegang --years 2008..2015 --csv ;;
    mawk) mawk -F, 'NR == 1 || $1 == "Hegang" && $2 >= 2008 && $2 <= 2015' data/gdp.csv ;;
    sqlite3) sqlite3 -csv -header :memory: '.import --csv data/gdp.csv gdp' \
        "select * from gdp where city = 'Hegang' and cast(year as integer) between 2008 and 2015" ;;
    mlr) mlr --icsv --ocsv filter '$city == "Hegang" && $year >= 2008 && $year <= 2015' data/gdp.csv ;;
    xan) xan filter 'city eq "Hegang" && year >= 2008 && year <= 2015' data/gdp.csv ;;
    duckdb) duckdb -csv -c "$duckdb_query" ;;
    python3) "$python_program" -c "$python_reader" ;;
    esac
}

# The builtin of that name costs nothing; the program costs what any does.
true_program=$(type -P true)
# A version manager's wrapper would cost more than the program behind it.
python_program=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null || true)
tools=(true hlj)
for tool in mawk sqlite3 mlr xan duckdb python3; do
    if type -P "$tool" >/dev/null; then
        tools+=("$tool")
    fi
done

# Only those that give the same answer are comparable.
answer=$(ask hlj)
for tool in "${tools[@]:1}"; do
    if [ "$(ask "$tool" | tr -d '\r')" != "$answer" ]; then
        echo "process.sh: \`$tool\` and hlj give different answers" >&2
        exit 1
    fi
done

# The least user + system milliseconds of a round, for each tool.
declare -A least
time_round() {
    local TIMEFORMAT='%U %S' run user system
    read -r user system < <({
        time for ((run = 0; run < runs_per_round; run++)); do
            ask "$1" >/dev/null
        done
    } 2>&1)
    local milliseconds=$((10#${user/./} + 10#${system/./}))
    if [ -z "${least[$1]-}" ] || [ "$milliseconds" -lt "${least[$1]}" ]; then
        least[$1]=$milliseconds
    fi
}
for ((round = 0; round < ROUNDS; round++)); do
    for tool in "${tools[@]}"; do
        time_round "$tool"
    done
done

# Microseconds a run.
cost() { echo $((least[$1] * 1000 / runs_per_round)); }
# Thousandths as a decimal number.
decimal() {
    local sign=
    if [ "$1" -lt 0 ]; then
        sign=-
    fi
    local thousandths=${1#-}
    printf '%s%d.%02d' "$sign" $((thousandths / 1000)) $((thousandths % 1000 / 10))
}

base=$(cost true)
own=$(cost hlj)
echo "user + system time of a run, the best of $ROUNDS rounds of $runs_per_round"
printf '%-8s %8s %10s %9s\n' tool ms 'over true' 'hlj is 1'
for tool in "${tools[@]}"; do
    each=$(cost "$tool")
    ratio=-
    if [ "$own" -gt 0 ]; then
        ratio=$(decimal $((each * 1000 / own)))
    fi
    printf '%-8s %8s %10s %9s\n' "$tool" "$(decimal "$each")" "$(decimal $((each - base)))" "$ratio"
done

# Peak memory of one run in kilobytes; without GNU time at most that, since Python's own counts until it is replaced.
peak_memory() {
    local question=("$HLJ" gdp --city Hegang --years 2008..2015 --csv)
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f %M "${question[@]}" 2>&1 >/dev/null
    else
        python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
' "${question[@]}"
    fi
}

missed=()
kilobytes=$(peak_memory)
bytes=$(wc -c <"$HLJ")
echo
echo "peak memory  $(decimal $((kilobytes * 1000 / 1024))) MB"
echo "binary       $(decimal $((bytes * 1000 / 1048576))) MB"
if [ $((own - base)) -gt "$MOST_MICROSECONDS" ]; then
    missed+=("time: at most $(decimal "$MOST_MICROSECONDS") ms over true")
fi
if [ "$kilobytes" -ge "$MOST_KILOBYTES" ]; then
    missed+=("memory: less than $((MOST_KILOBYTES / 1024)) MB")
fi
if [ "$bytes" -gt "$MOST_BYTES" ]; then
    missed+=("binary: at most $((MOST_BYTES / 1048576)) MB")
fi
if [ ${#missed[@]} -gt 0 ]; then
    printf 'missed: %s\n' "${missed[@]}"
    if [ "$bars" = yes ]; then
        exit 1
    fi
fi
