package io.shiplog.journal.testkit;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Small objects and proposals for tests. */
public final class Objects {
    public static final GroupResource PODS = GroupResource.core("pods");
    public static final GroupResource CONFIG_MAPS = GroupResource.core("configmaps");
    public static final GroupResource DEPLOYMENTS = new GroupResource("deployments", "apps");
    public static final Origin TESTER = new Origin("tester", List.of("system:masters"), "update", "test");

    private Objects() {}

    public static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    /** A ConfigMap without resourceVersion whose data holds {@code value}. */
    public static byte[] configMap(ObjectKey key, String uid, String value) {
        return utf8("""
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"%s","namespace":"%s","uid":"%s"},"data":{"value":"%s"}}""".formatted(key.name(), key.namespace(), uid, value));
    }

    public static Write create(ObjectKey key, String uid, String value) {
        return Write.create(CONFIG_MAPS, key, uid, configMap(key, uid, value));
    }

    public static Write update(StoredObject current, String value) {
        return Write.replace(current, configMap(current.key(), current.uid(), value));
    }

    /** A proposal with a random id. */
    public static Proposal proposal(Write... writes) {
        return new Proposal(UUID.randomUUID().toString(), TESTER, List.of(writes));
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
