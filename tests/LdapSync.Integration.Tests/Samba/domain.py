"""Makes the database of a domain: domain.py SMB.CONF PASSWORD LDIF..., with this password for the administrator.

`samba-tool domain provision` does the same, but also sets up file shares, whose access lists need rights that a container often lacks.
"""

import logging
import sys

from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision
from samba.samdb import SamDB

configuration, administrator_password, *ldif_files = sys.argv[1:]
settings = LoadParm()
settings.load(configuration)
session = system_session(settings)

provision(
    logging.getLogger(),
    session,
    smbconf=configuration,
    lp=settings,
    realm=settings.get("realm"),
    domain=settings.get("workgroup"),
    hostname=settings.get("netbios name"),
    hostip="127.0.0.1",
    serverrole=settings.get("server role"),
    dns_backend="SAMBA_INTERNAL",
    adminpass=administrator_password,
    dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
    skip_sysvolacl=True,
)
for name in ldif_files:
    # Opened anew for each file: the database as provision leaves it takes no further schema.
    with open(name, encoding="utf-8") as ldif:
        SamDB(session_info=session, lp=settings).modify_ldif(ldif.read())
