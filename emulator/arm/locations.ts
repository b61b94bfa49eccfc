// The regions of the public cloud, as `az account list-locations` names them (those in which resources can be made).
export const locations = new Set(
    `australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth
     brazilsoutheast canadacentral canadaeast centralindia centralus chilecentral denmarkeast eastasia eastus eastus2
     francecentral francesouth germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest
     jioindiacentral jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus
     northeurope norwayeast norwaywest polandcentral qatarcentral southafricanorth southafricawest southcentralus
     southeastasia southindia spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest uaecentral uaenorth
     uksouth ukwest westcentralus westeurope westindia westus westus2 westus3`.split(/\s+/),
);

/** `West Europe` and `westeurope` are the same. */
export const normalizedLocation = (location: string): string => location.toLowerCase().replaceAll(" ", "");
