#!/bin/sh
# A neglected estate, as years of az by hand leave it: five registries, two of whose users log in as the admin user, a secret
# and two tokens that never end, three roles of which one is a stranger's, anonymous pull, and a registry in abac mode.
# az must be logged in.
#
#     neglected-estate.sh SUFFIX [LOCATION [FOLDER]]
#
# SUFFIX becomes a part of the registries' names, which are unique in all of Azure. Passwords that somebody is to log in with
# are written to files in FOLDER, and nowhere unless it is given.
set -eu
umask 077
# az prints new passwords as warnings.
export AZURE_CORE_ONLY_SHOW_ERRORS=true
suffix=${1:?give a suffix for the names of the registries, such as your initials and a number}
location=${2:-koreacentral}
folder=${3:-}
group=neglected

az group create --name "$group" --location "$location" --output none

kept() { # NAME
    echo "${folder:+$folder/$1}" | sed 's|^$|/dev/null|'
}
registry() { # NAME OPTIONS...
    name=$1$suffix
    shift
    az acr create --resource-group "$group" --name "$name" --location "$location" --query id --output tsv "$@"
}
shop=$(registry shop --sku Standard --admin-enabled true)
builds=$(registry builds --sku Basic)
public=$(registry public --sku Standard)
devices=$(registry devices --sku Standard)
teams=$(registry teams --sku Standard --role-assignment-mode rbac-abac)
az acr update --name "public$suffix" --anonymous-pull-enabled true --output none

application() { # NAME
    client=$(az ad app create --display-name "$1" --query appId --output tsv)
    az ad sp create --id "$client" --query id --output tsv
}
role() { # OBJECT-ID ROLE SCOPE
    az role assignment create --assignee-object-id "$1" --assignee-principal-type ServicePrincipal \
        --role "$2" --scope "$3" --output none
}
nightly=$(application "nightly build")
role "$nightly" AcrPush "$builds"
client=$(az ad sp show --id "$nightly" --query appId --output tsv)
az ad app credential reset --id "$client" --append --display-name forever --end-date 2299-12-31 \
    --query "[appId, password]" --output tsv >"$(kept nightly)"
robot=$(az identity create --resource-group "$group" --name robot --location "$location" --query principalId --output tsv)
role "$robot" "Container Registry Repository Reader" "$teams"
stranger=$(application "script of a stranger")
role "$stranger" AcrPush "$shop"

for token in till-01 till-02; do
    az acr token create --registry "devices$suffix" --name "$token" --repository tills/app content/read metadata/read \
        --query "[name, credentials.passwords[0].value, credentials.passwords[1].value]" --output tsv >"$(kept "$token")"
done
az acr credential show --name "shop$suffix" --query "[username, passwords[0].value, passwords[1].value]" \
    --output tsv >"$(kept admin)"
echo "made shop$suffix, builds$suffix, public$suffix, devices$suffix and teams$suffix in the resource group $group" >&2
