package io.shiplog.reconcilers.certificates;

import java.util.List;
import java.util.Set;

/**
 * Which requests the signers of Kubernetes sign (pkg/apis/certificates {@code Validate...CSR} and the signing
 * controller, v1.34). Pure.
 */
final class BuiltInSigners {
    static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
    static final String LEGACY = "kubernetes.io/legacy-unknown";

    static final Set<String> NAMES = Set.of(CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY);

    private static final String SIGNATURE = "digital signature";
    private static final String ENCIPHERMENT = "key encipherment";

    private BuiltInSigners() {}

    /** Why a signer does not sign a request; empty when it does. */
    static String fault(String signer, Signer.Asked asked, List<String> usages) {
        return switch (signer) {
            case CLIENT -> ofClient(usages);
            case KUBELET_CLIENT -> ofKubelet(asked, usages);
            case KUBELET_SERVING -> ofServing(asked, usages);
            default -> "";
        };
    }

    private static String ofClient(List<String> usages) {
        boolean fits = usages.contains("client auth")
                && Set.of(SIGNATURE, ENCIPHERMENT, "client auth").containsAll(usages);
        return fits ? "" : "usages did not match [client auth digital signature key encipherment]";
    }

    private static String ofKubelet(Signer.Asked asked, List<String> usages) {
        if (!asked.organizations().equals(List.of("system:nodes"))) {
            return "subject organization is not system:nodes";
        }
        if (asked.hosts() > 0) {
            return "DNS and IP subjectAltNames are not allowed";
        }
        return ofNode(asked, usages, "client auth");
    }

    private static String ofServing(Signer.Asked asked, List<String> usages) {
        if (!asked.organizations().equals(List.of("system:nodes"))) {
            return "subject organization is not system:nodes";
        }
        if (asked.hosts() == 0) {
            return "DNS or IP subjectAltName is required";
        }
        return ofNode(asked, usages, "server auth");
    }

    private static String ofNode(Signer.Asked asked, List<String> usages, String purpose) {
        if (asked.emails() > 0) {
            return "Email subjectAltNames are not allowed";
        }
        if (asked.uris() > 0) {
            return "URI subjectAltNames are not allowed";
        }
        if (!asked.commonName().startsWith("system:node:")) {
            return "subject common name does not begin with system:node:";
        }
        Set<String> used = Set.copyOf(usages);
        boolean fits = used.equals(Set.of(SIGNATURE, purpose)) || used.equals(Set.of(SIGNATURE, ENCIPHERMENT, purpose));
        return fits ? "" : "usages did not match [" + purpose + " " + SIGNATURE + " " + ENCIPHERMENT + "]";
    }
}
