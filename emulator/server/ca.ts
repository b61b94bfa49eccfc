// The private certificate authority of the emulator. Its name constraints (RFC 5280, 4.2.1.10) limit it to the emulated
// hosts, it is valid for two weeks, and it is in no trust store: each client is given the file.
import "reflect-metadata";
import { createHash, createPrivateKey, type KeyObject, webcrypto } from "node:crypto";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { readTextFile, writePrivateFile } from "./private-files";

const lifetimeMs = 14 * 86_400_000;
/** An authority with less than this left is replaced at the next start. */
const remainingMs = 7 * 86_400_000;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface Authority {
    /** PEM file of the authority's certificate. */
    caFile: string;
    /** A certificate for the emulated hosts with its key, both PEM, made for this start only. */
    leaf: { cert: string; key: string };
}

/** `hosts` are DNS names; `*.azurecr.io` stands for every name directly below `azurecr.io`. */
export async function openAuthority(directory: string, hosts: string[]): Promise<Authority> {
    x509.cryptoProvider.set(webcrypto);
    const caFile = join(directory, "ca.pem");
    const keyFile = join(directory, "ca-key.pem");
    const authority = (await load(caFile, keyFile, hosts)) ?? (await create(caFile, keyFile, hosts));
    return { caFile, leaf: await issueLeaf(authority, hosts) };
}

interface KeptAuthority {
    certificate: x509.X509Certificate;
    key: webcrypto.CryptoKey;
}

async function load(caFile: string, keyFile: string, hosts: string[]): Promise<KeptAuthority | undefined> {
    const [pem, key] = [await readTextFile(caFile), await readTextFile(keyFile)];
    if (!pem || !key) return undefined;
    const certificate = new x509.X509Certificate(pem);
    const sameHosts = certificate.subject === subject(hosts);
    if (!sameHosts || certificate.notAfter.getTime() - Date.now() < remainingMs) return undefined;
    return { certificate, key: await importKey(createPrivateKey(key)) };
}

async function create(caFile: string, keyFile: string, hosts: string[]): Promise<KeptAuthority> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
        name: subject(hosts),
        keys,
        signingAlgorithm: algorithm,
        ...validity(),
        extensions: [
            new x509.BasicConstraintsExtension(true, 0, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
            new x509.Extension("2.5.29.30", true, nameConstraints(hosts)),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
    });
    await writePrivateFile(keyFile, await exportKey(keys.privateKey));
    await writePrivateFile(caFile, `${certificate.toString("pem")}\n`);
    return { certificate, key: keys.privateKey };
}

async function issueLeaf(authority: KeptAuthority, hosts: string[]): Promise<Authority["leaf"]> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
        subject: "CN=acr-emulator",
        issuer: authority.certificate.subject,
        publicKey: keys.publicKey,
        signingKey: authority.key,
        signingAlgorithm: algorithm,
        notBefore: authority.certificate.notBefore,
        notAfter: authority.certificate.notAfter,
        extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: "dns", value }))),
            await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
    });
    return { cert: certificate.toString("pem"), key: await exportKey(keys.privateKey) };
}

/** Contains a digest of the hosts, so that an authority made for other hosts is not used again. */
const subject = (hosts: string[]) =>
    `CN=acr-emulator authority ${createHash("sha256").update(hosts.join()).digest("hex").slice(0, 12)}`;

const validity = () => ({ notBefore: new Date(Date.now() - 300_000), notAfter: new Date(Date.now() + lifetimeMs) });

const newKeys = () =>
    webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;

const exportKey = async (key: webcrypto.CryptoKey) =>
    x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");

const importKey = (key: KeyObject) =>
    webcrypto.subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), algorithm, false, ["sign"]);

/** DER of the extension's value: the hosts permitted, every IP address excluded. */
function nameConstraints(hosts: string[]): Uint8Array {
    const subtree = (tag: number, value: Uint8Array) => der(0x30, der(tag, value));
    const permitted = hosts.map((host) => subtree(0x82, Buffer.from(host.replace(/^\*\./, ""))));
    const everyAddress = [subtree(0x87, new Uint8Array(8)), subtree(0x87, new Uint8Array(32))];
    return der(0x30, der(0xa0, ...permitted), der(0xa1, ...everyAddress));
}

function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
    const value = Buffer.concat(parts);
    const bytes = value.length < 256 ? [value.length] : [value.length >> 8, value.length & 0xff];
    const length = value.length < 128 ? bytes : [0x80 | bytes.length, ...bytes];
    return Buffer.concat([Buffer.from([tag, ...length]), value]);
}
