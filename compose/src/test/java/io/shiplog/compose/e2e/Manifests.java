package io.shiplog.compose.e2e;

/** The manifests of the scenes. */
final class Manifests {

    private Manifests() {}

    /** A deployment of web servers, its pods labelled {@code app=<app>,track=<name>}. */
    static String web(String name, String app, int replicas, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s
                spec:
                  replicas: %3$d
                  selector:
                    matchLabels: {app: %2$s, track: %1$s}
                  template:
                    metadata:
                      labels: {app: %2$s, track: %1$s}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers:
                      - name: web
                        image: %4$s
                        ports: [{name: http, containerPort: 8080}]
                        lifecycle:
                          preStop: {exec: {command: ["/bin/sleep", "2"]}}
                        readinessProbe:
                          httpGet: {path: /cgi-bin/id, port: http}
                          periodSeconds: 1
                """.formatted(name, app, replicas, image);
    }

    /** As {@link #web}, leaving a lost node after two seconds instead of five minutes. */
    static String impatientWeb(String name, int replicas, String image) {
        return web(name, name, replicas, image) + """
                      tolerations:
                      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 2}
                      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 2}
                """;
    }

    /** Simulated pods on the nodes that have a label. */
    static String onNodes(String label, String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %2$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %2$s}}
                  template:
                    metadata: {labels: {app: %2$s}}
                    spec:
                      nodeSelector: {%1$s}
                      containers: [{name: web, image: "example/web:1"}]
                """.formatted(label, name, replicas);
    }

    /** A service over the pods that {@code selector} names. */
    static String service(String name, String selector) {
        return """
                apiVersion: v1
                kind: Service
                metadata:
                  name: %s
                spec:
                  type: NodePort
                  selector: {%s}
                  ports: [{name: http, port: 80, targetPort: http}]
                """.formatted(name, selector);
    }

    /** Two containers that share an emptyDir and an address; the second is ready once the file says so. */
    static String pair(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: shared, emptyDir: {}}]
                  containers:
                  - name: web
                    image: %2$s
                    command: ["/bin/httpd", "-f", "-p", "8080", "-h", "/shared"]
                    volumeMounts: [{name: shared, mountPath: /shared}]
                  - name: writer
                    image: %2$s
                    command: ["/bin/sh", "-c", "echo hello > /shared/index.html; exec sleep 3600"]
                    volumeMounts: [{name: shared, mountPath: /shared}]
                    readinessProbe:
                      exec: {command: ["/bin/cat", "/shared/ready"]}
                      periodSeconds: 1
                """.formatted(name, Docker.WEB_1);
    }

    /** A replication controller of web servers. */
    static String replicationController(String name, int replicas) {
        return """
                apiVersion: v1
                kind: ReplicationController
                metadata:
                  name: %1$s
                spec:
                  replicas: %2$d
                  selector: {rc: %1$s}
                  template:
                    metadata:
                      labels: {rc: %1$s}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                      - name: web
                        image: %3$s
                """.formatted(name, replicas, Docker.WEB_1);
    }
}
