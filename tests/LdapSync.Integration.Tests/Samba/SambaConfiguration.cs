using System.Net;

namespace LdapSync.Samba;

/// <summary>Writes smb.conf(5): a domain controller that serves LDAP and nothing else, and keeps every file below one folder.</summary>
internal static class SambaConfiguration
{
    public static string Write(string folder, IPAddress address) => $"""
        [global]
        realm = {Company.Domain}
        workgroup = EXAMPLE
        netbios name = DC1
        server role = active directory domain controller
        server services = ldap
        dcerpc endpoint servers =
        dsdb:schema update allowed = yes
        interfaces = {address}/8
        bind interfaces only = yes
        tls cafile = {folder}/ca.pem
        tls certfile = {folder}/server.pem
        tls keyfile = {folder}/server.key
        private dir = {folder}/private
        state directory = {folder}/state
        cache directory = {folder}/cache
        lock directory = {folder}/lock
        binddns dir = {folder}/bind-dns
        ncalrpc dir = {folder}/ncalrpc
        pid directory = {folder}

        [sysvol]
        path = {folder}/sysvol

        [netlogon]
        path = {folder}/sysvol/scripts

        """;
}
