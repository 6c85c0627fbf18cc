# For the benchmarks to source: a slapd on loopback with made-up users, in the folder $work. Needs slapd and ldap-utils.

# Makes users below dc=example,dc=com with three aliases each, loads them and starts; sets slapd_pid and port.
start_slapd() { # number of users
    port=$((20000 + RANDOM % 20000))
    rm -rf "$work/data"
    mkdir "$work/data"
    cat >"$work/slapd.conf" <<CONF
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include "$PWD/tests/LdapSync.Integration.Tests/Slapd/exchange.schema"
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload syncprov
sizelimit unlimited
database mdb
suffix "dc=example,dc=com"
rootdn "cn=admin,dc=example,dc=com"
rootpw secret
directory "$work/data"
maxsize 4294967296
dbnosync
index objectClass,entryCSN,entryUUID eq
index mail,mailNickname eq,pres
overlay syncprov
syncprov-sessionlog 10000
CONF
    awk -v n="$1" 'BEGIN {
        print "dn: dc=example,dc=com\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n"
        for (i = 0; i < n; i++)
            printf "dn: cn=User %d,dc=example,dc=com\nobjectClass: user\nobjectClass: mailRecipient\ncn: User %d\nsn: %d\nobjectCategory: person\nmailNickname: u%d\nmail: User.Number%d@example.com\nproxyAddresses: SMTP:User.Number%d@example.com\nproxyAddresses: smtp:u%d@example.com\nproxyAddresses: smtp:first.last%d@Example.com\nproxyAddresses: smtp:%d@mail.example.com\nproxyAddresses: X500:/o=Example/cn=%d\n\n", i, i, i, i, i, i, i, i, i, i
    }' >"$work/data.ldif"
    slapadd -q -f "$work/slapd.conf" -l "$work/data.ldif"
    slapd -f "$work/slapd.conf" -h "ldap://127.0.0.1:$port" -d none 2>"$work/slapd.log" &
    slapd_pid=$!
    until ldapsearch -x -H "ldap://127.0.0.1:$port" -b '' -s base dn >/dev/null 2>&1; do kill -0 "$slapd_pid"; done
}

# Safe to call when none runs.
stop_slapd() {
    [ -z "${slapd_pid:-}" ] || kill "$slapd_pid"
    wait
    slapd_pid=
}
