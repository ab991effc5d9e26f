package io.shiplog.apiserver.fuzz;

import java.util.List;
import java.util.Map;

/**
 * What objects of some kinds say that are taken, to begin with: what differs from them a little gets further than what
 * is all made up.
 */
final class Samples {
    private static final String CONTAINERS =
            "\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"ports\":[{\"containerPort\":80}],"
                    + "\"env\":[{\"name\":\"E\",\"value\":\"v\"}],\"resources\":{\"requests\":{\"cpu\":\"1\",\"memory\":\"1Gi\"}},"
                    + "\"livenessProbe\":{\"httpGet\":{\"path\":\"/\",\"port\":80},\"periodSeconds\":5}}]";
    private static final String POD =
            "{\"terminationGracePeriodSeconds\":5,\"nodeName\":\"n1\",\"tolerations\":[{\"key\":\"k\",\"operator\":\"Exists\","
                    + "\"effect\":\"NoExecute\",\"tolerationSeconds\":9}],\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"n1\"}}],"
                    + "\"nodeSelector\":{\"a\":\"b\"}," + CONTAINERS + "}";
    private static final String TEMPLATE =
            "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{" + CONTAINERS + "}}";
    private static final String ONCE = "\"template\":{\"spec\":{\"restartPolicy\":\"Never\"," + CONTAINERS + "}}";
    private static final String SELECTOR =
            "\"selector\":{\"matchLabels\":{\"a\":\"b\"},\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\"]}]}";
    private static final String STATUS =
            ",\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"lastTransitionTime\":\"2020-01-01T00:00:00Z\"}],\"replicas\":1}";

    private static final Map<String, String> BY_PLURAL = Map.ofEntries(
            Map.entry("configmaps", "\"data\":{\"a\":\"b\"},\"binaryData\":{\"c\":\"AAAA\"},\"immutable\":false"),
            Map.entry("secrets", "\"type\":\"Opaque\",\"data\":{\"a\":\"AAAA\"},\"stringData\":{\"b\":\"c\"}"),
            Map.entry("pods", "\"spec\":" + POD + STATUS),
            Map.entry("podtemplates", TEMPLATE),
            Map.entry(
                    "replicationcontrollers",
                    "\"spec\":{\"replicas\":1,\"selector\":{\"a\":\"b\"}," + TEMPLATE + "}" + STATUS),
            Map.entry("replicasets", "\"spec\":{\"replicas\":1," + SELECTOR + "," + TEMPLATE + "}" + STATUS),
            Map.entry(
                    "deployments",
                    "\"spec\":{\"replicas\":1,\"progressDeadlineSeconds\":600,\"strategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":\"25%\",\"maxUnavailable\":1}},"
                            + SELECTOR + "," + TEMPLATE + "}" + STATUS),
            Map.entry("daemonsets", "\"spec\":{" + SELECTOR + "," + TEMPLATE + "}"),
            Map.entry(
                    "statefulsets",
                    "\"spec\":{\"serviceName\":\"s\",\"replicas\":1," + SELECTOR + "," + TEMPLATE + "}"),
            Map.entry(
                    "jobs", "\"spec\":{\"completions\":1,\"backoffLimit\":2,\"activeDeadlineSeconds\":9," + ONCE + "}"),
            Map.entry("cronjobs", "\"spec\":{\"schedule\":\"*/5 * * * *\",\"jobTemplate\":{\"spec\":{" + ONCE + "}}}"),
            Map.entry(
                    "services",
                    "\"spec\":{\"type\":\"NodePort\",\"selector\":{\"a\":\"b\"},\"ports\":[{\"name\":\"p\",\"port\":80,\"targetPort\":\"http\"}]}"),
            Map.entry(
                    "ingresses",
                    "\"spec\":{\"rules\":[{\"host\":\"a.b\",\"http\":{\"paths\":[{\"path\":\"/\",\"pathType\":\"Prefix\",\"backend\":{\"service\":{\"name\":\"s\",\"port\":{\"number\":80}}}}]}}]}"),
            Map.entry(
                    "networkpolicies",
                    "\"spec\":{\"podSelector\":{\"matchLabels\":{\"a\":\"b\"}},\"policyTypes\":[\"Ingress\"]}"),
            Map.entry("poddisruptionbudgets", "\"spec\":{\"minAvailable\":\"50%\"," + SELECTOR + "}"),
            Map.entry("resourcequotas", "\"spec\":{\"hard\":{\"pods\":\"5\",\"requests.cpu\":\"1\"}}"),
            Map.entry(
                    "limitranges",
                    "\"spec\":{\"limits\":[{\"type\":\"Container\",\"default\":{\"cpu\":\"1\"},\"max\":{\"cpu\":\"2\"}}]}"),
            Map.entry(
                    "persistentvolumeclaims",
                    "\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}"),
            Map.entry(
                    "persistentvolumes",
                    "\"spec\":{\"capacity\":{\"storage\":\"1Gi\"},\"accessModes\":[\"ReadWriteOnce\"],\"hostPath\":{\"path\":\"/x\"}}"),
            Map.entry(
                    "nodes",
                    "\"spec\":{\"taints\":[{\"key\":\"k\",\"effect\":\"NoExecute\",\"timeAdded\":\"2020-01-01T00:00:00Z\"}]},\"status\":{\"capacity\":{\"cpu\":\"1\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"lastTransitionTime\":\"2020-01-01T00:00:00Z\"}]}"),
            Map.entry("roles", "\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\"]}]"),
            Map.entry(
                    "clusterroles",
                    "\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\"]}],\"aggregationRule\":{\"clusterRoleSelectors\":[{\"matchLabels\":{\"a\":\"b\"}}]}"),
            Map.entry(
                    "rolebindings",
                    "\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"Role\",\"name\":\"r\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"u\"}]"),
            Map.entry(
                    "events",
                    "\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"n1\"},\"reason\":\"R\",\"message\":\"m\",\"count\":1,\"lastTimestamp\":\"2020-01-01T00:00:00Z\""),
            Map.entry(
                    "leases",
                    "\"spec\":{\"holderIdentity\":\"h\",\"leaseDurationSeconds\":15,\"renewTime\":\"2020-01-01T00:00:00.000000Z\"}"),
            Map.entry("endpoints", "\"subsets\":[{\"addresses\":[{\"ip\":\"10.1.1.1\"}],\"ports\":[{\"port\":80}]}]"),
            Map.entry(
                    "endpointslices",
                    "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.1.1.1\"]}],\"ports\":[{\"port\":80}]"),
            Map.entry(
                    "customresourcedefinitions",
                    "\"spec\":{\"group\":\"f.io\",\"scope\":\"Namespaced\",\"names\":{\"plural\":\"n1\",\"singular\":\"n\",\"kind\":\"N\"},\"versions\":[{\"name\":\"v1\",\"served\":true,\"storage\":true,\"schema\":{\"openAPIV3Schema\":{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}}}},\"additionalPrinterColumns\":[{\"name\":\"A\",\"type\":\"integer\",\"jsonPath\":\".spec.a\"}]}]}"),
            Map.entry(
                    "certificatesigningrequests",
                    "\"spec\":{\"request\":\"AAAA\",\"signerName\":\"a.b/c\",\"usages\":[\"client auth\"],\"expirationSeconds\":600}"),
            Map.entry(
                    "subjectaccessreviews",
                    "\"spec\":{\"user\":\"u\",\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}"),
            Map.entry(
                    "selfsubjectaccessreviews",
                    "\"spec\":{\"nonResourceAttributes\":{\"path\":\"/x\",\"verb\":\"get\"}}"),
            Map.entry("tokenreviews", "\"spec\":{\"token\":\"t\"}"),
            Map.entry("priorityclasses", "\"value\":1000"),
            Map.entry("bindings", "\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}"));

    private Samples() {}

    /** The members beside metadata of an object that is taken, empty for a kind without a sample. */
    static String of(String plural) {
        return BY_PLURAL.getOrDefault(plural, "");
    }

    /** Where patches and changes aim at. */
    static final List<String> POINTERS = List.of(
            "/metadata/labels/a",
            "/metadata/labels",
            "/metadata/annotations",
            "/metadata/finalizers",
            "/metadata/finalizers/-",
            "/metadata/ownerReferences",
            "/metadata/name",
            "/metadata",
            "/spec",
            "/spec/replicas",
            "/spec/template/spec/containers/0/image",
            "/spec/containers/0",
            "/spec/containers/9",
            "/spec/containers/-",
            "/spec/selector",
            "/spec/ports/0/port",
            "/data/a",
            "/data/~1x",
            "/data/~2",
            "/status",
            "/status/conditions/0",
            "",
            "/",
            "x",
            "/metadata/resourceVersion",
            "/kind",
            "/apiVersion",
            "/rules/0",
            "/value",
            "/spec/versions/0/schema");
}
