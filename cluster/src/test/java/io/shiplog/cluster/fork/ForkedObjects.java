package io.shiplog.cluster.fork;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.nio.charset.StandardCharsets;

/** Objects as they are stored. */
final class ForkedObjects {
    static final GroupResource PODS = GroupResource.core("pods");
    static final GroupResource CONFIG_MAPS = GroupResource.core("configmaps");
    static final GroupResource DEPLOYMENTS = new GroupResource("deployments", "apps");

    private ForkedObjects() {}

    /** One in the namespace {@code shop}: {@code metadata} and {@code rest} are members of JSON objects. */
    static StoredObject of(
            GroupResource resource, String name, String uid, long version, String metadata, String rest) {
        String json = "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"shop\",\"uid\":\"" + uid
                + "\",\"resourceVersion\":\"" + version + "\"" + (metadata.isEmpty() ? "" : "," + metadata) + "}"
                + (rest.isEmpty() ? "" : "," + rest) + "}";
        return new StoredObject(
                resource, new ObjectKey("shop", name), uid, version, json.getBytes(StandardCharsets.UTF_8));
    }

    static StoredObject pod(String name, String uid, String owner, String created, String node) {
        return of(
                PODS,
                name,
                uid,
                1,
                "\"creationTimestamp\":\"" + created + "\",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":"
                        + "\"ReplicaSet\",\"name\":\"" + owner + "\",\"uid\":\"" + uid + "o\",\"controller\":true}]",
                "\"spec\":{\"nodeName\":\"" + node + "\",\"hostname\":\"" + name + "\"},\"status\":{\"podIP\":\"10.0.0."
                        + uid + "\"}");
    }

    static StoredObject configMap(String uid, long version, String data) {
        return of(
                CONFIG_MAPS,
                "settings",
                uid,
                version,
                "",
                "\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{" + data + "}");
    }
}
