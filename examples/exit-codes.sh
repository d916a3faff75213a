#!/bin/sh
# A script that tells an empty answer from a wrong question: exit code 3 is "the question is right and nothing is
# there", 2 is "the question is wrong". Only the second should stop a script that goes through many questions.
set -eu

ask() {
    code=0
    answer=$(hlj "$@" --csv 2>/dev/null) || code=$?
    case $code in
    0) echo "hlj $*: $(echo "$answer" | tail -n 1)" ;;
    3) echo "hlj $*: nothing there" ;;
    2) echo "hlj $*: wrong question" ;;
    *)
        echo "hlj $*: could not answer, exit code $code" >&2
        exit "$code"
        ;;
    esac
}

ask population -c Hegang -y 2015
ask population -c Hegang -y 1999
ask gdp -c Harbin -y 2015
ask gdp -c Hegnag -y 2015
ask gdp -c Hegang -y 2015..2008
