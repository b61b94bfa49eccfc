// Applications of Microsoft that people sign in with. A token that one of them got is a person's; a workload signs in as an
// application or identity of its own.
// Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in

/** Client ids, by the tool. The Azure Developer CLI signs in as the Azure CLI. */
const signInClients: Readonly<Record<string, string>> = {
    "Azure CLI": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    "Azure PowerShell": "1950a258-227b-4e31-a9cf-717495945fc2",
};

/** Whether the holder of a token is a person, by the client id in it. */
export function isPersonsClient(clientId: string): boolean {
    return Object.values(signInClients).includes(clientId.toLowerCase());
}
