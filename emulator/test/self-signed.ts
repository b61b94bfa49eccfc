// A certificate of one's own, as a service principal signs in with.
import "reflect-metadata";
import { KeyObject, webcrypto, X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";

export interface SelfSigned {
    certificate: X509Certificate;
    key: KeyObject;
}

export async function selfSigned(): Promise<SelfSigned> {
    const algorithm = {
        name: "RSASSA-PKCS1-v1_5",
        hash: "SHA-256",
        publicExponent: new Uint8Array([1, 0, 1]),
        modulusLength: 2048,
    };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned(
        { name: "CN=x", keys, signingAlgorithm: algorithm, notAfter: new Date(Date.now() + 86_400_000) },
        webcrypto,
    );
    return { certificate: new X509Certificate(certificate.toString("pem")), key: KeyObject.from(keys.privateKey) };
}
