using static LdapSync.Slapd.SlapdOptions;

namespace LdapSync.Slapd;

/// <summary>Writes slapd.conf(5) and the entries that every server has.</summary>
internal static class SlapdConfiguration
{
    public const string Entries = $"""
        dn: {Suffix}
        objectClass: dcObject
        objectClass: organization
        dc: example
        o: Example

        dn: {Reader}
        objectClass: organizationalRole
        objectClass: simpleSecurityObject
        cn: reader
        userPassword: {Password}


        """;

    public static string Write(string folder, SlapdOptions options)
    {
        var tls = options.CertificateNames.Count == 0 ? "" : $"""
            TLSCertificateFile "{folder}/server.pem"
            TLSCertificateKeyFile "{folder}/server.key"
            TLSCACertificateFile "{folder}/ca.pem"
            """;
        return $"""
            include {SlapdInstallation.Schemas}/core.schema
            include {SlapdInstallation.Schemas}/cosine.schema
            include {SlapdInstallation.Schemas}/inetorgperson.schema
            include "{Path.Combine(AppContext.BaseDirectory, "Slapd", "exchange.schema")}"
            modulepath {SlapdInstallation.Modules}
            moduleload back_mdb
            {tls}
            sizelimit unlimited
            {options.GlobalConfiguration}
            database mdb
            suffix "{Suffix}"
            rootdn "{Admin}"
            rootpw "{Password}"
            directory "{folder}/data"
            maxsize 1073741824
            dbnosync
            index objectClass eq
            index mail,mailNickname pres,eq,sub
            {options.Access}
            access to attrs=userPassword by anonymous auth by * none
            access to * by users read by * none
            {options.DatabaseConfiguration}

            """;
    }
}
