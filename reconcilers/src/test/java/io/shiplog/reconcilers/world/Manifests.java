package io.shiplog.reconcilers.world;

import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Small objects as users write them, already with the defaults that controllers read. */
public final class Manifests {
    private Manifests() {}

    public static ObjectNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    public static ObjectNode replicaSet(String name, int replicas) {
        return parse("""
            {"kind":"ReplicaSet","apiVersion":"apps/v1","metadata":{"name":"%1$s","namespace":"default"},
             "spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},%3$s},"status":{"replicas":0}}""".formatted(name, replicas, template(name, "web:1")));
    }

    public static ObjectNode replicationController(String name, int replicas) {
        return parse("""
            {"kind":"ReplicationController","apiVersion":"v1","metadata":{"name":"%1$s","namespace":"default"},
             "spec":{"replicas":%2$d,"selector":{"app":"%1$s"},%3$s},"status":{"replicas":0}}""".formatted(name, replicas, template(name, "web:1")));
    }

    public static ObjectNode deployment(String name, int replicas, String image) {
        return parse("""
            {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"%1$s","namespace":"default"},
             "spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},%3$s,
              "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%%","maxSurge":"25%%"}},
              "revisionHistoryLimit":10,"progressDeadlineSeconds":600},"status":{}}""".formatted(name, replicas, template(name, image)));
    }

    public static ObjectNode daemonSet(String name, String image) {
        return parse("""
            {"kind":"DaemonSet","apiVersion":"apps/v1","metadata":{"name":"%1$s","namespace":"default"},
             "spec":{"selector":{"matchLabels":{"app":"%1$s"}},%2$s,
              "updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}},
              "revisionHistoryLimit":10},"status":{}}""".formatted(name, template(name, image)));
    }

    public static ObjectNode statefulSet(String name, int replicas, String image) {
        return parse("""
            {"kind":"StatefulSet","apiVersion":"apps/v1","metadata":{"name":"%1$s","namespace":"default"},
             "spec":{"replicas":%2$d,"serviceName":"%1$s","selector":{"matchLabels":{"app":"%1$s"}},%3$s,
              "podManagementPolicy":"OrderedReady","revisionHistoryLimit":10,
              "updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}}},"status":{}}""".formatted(name, replicas, template(name, image)));
    }

    public static ObjectNode node(String name) {
        return parse("""
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"%1$s","labels":{"kubernetes.io/hostname":"%1$s"}},
             "spec":{},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""".formatted(name));
    }

    public static ObjectNode pod(String name, String app) {
        return parse("""
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%s","namespace":"default","labels":{"app":"%s"}},
             "spec":{"containers":[{"name":"c","image":"web:1"}]},"status":{"phase":"Pending"}}""".formatted(name, app));
    }

    public static ObjectNode namespace(String name) {
        return parse("""
            {"kind":"Namespace","apiVersion":"v1","metadata":{"name":"%s"},"spec":{"finalizers":["kubernetes"]},
             "status":{"phase":"Active"}}""".formatted(name));
    }

    private static String template(String app, String image) {
        return """
            "template":{"metadata":{"labels":{"app":"%s"}},"spec":{"containers":[{"name":"c","image":"%s",
             "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}]}],
             "terminationGracePeriodSeconds":30,"restartPolicy":"Always"}}""".formatted(app, image);
    }
}
