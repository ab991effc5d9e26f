package io.shiplog.proxy.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.proxy.Objects;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Asked through the JDK's own DNS client. */
class DnsServerTest {
    private static final List<JsonNode> SERVICES = List.of(
            Objects.yaml(
                    "{metadata: {name: web, namespace: shop}, spec: {clusterIP: 10.96.0.7, ports: [{name: http, port: 80, protocol: TCP}]}}"),
            Objects.yaml(
                    "{metadata: {name: db, namespace: shop}, spec: {clusterIP: None, ports: [{name: sql, port: 5432}]}}"),
            Objects.yaml(
                    "{metadata: {name: ext, namespace: shop}, spec: {type: ExternalName, externalName: web.shop.svc.cluster.local}}"));
    private static final List<JsonNode> SLICES = List.of(Objects.yaml("""
            metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
            ports: [{name: sql, port: 5432, protocol: TCP}]
            endpoints:
            - {addresses: [10.1.0.1], hostname: db-0}
            - {addresses: [10.1.0.2], hostname: db-1}
            - {addresses: [10.1.0.3], hostname: db-2, conditions: {ready: false}}
            """));

    private final DnsServer server = DnsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Zone.of("cluster.local", SERVICES, SLICES),
            new DnsServer.Beyond(List::of, _ -> true));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersClusterAddresses() throws NamingException {
        assertThat(ask("web.shop.svc.cluster.local", "A")).containsExactly("10.96.0.7");
        assertThat(ask("WEB.shop.svc.Cluster.local", "A")).containsExactly("10.96.0.7");
        assertThat(ask("_http._tcp.web.shop.svc.cluster.local", "SRV"))
                .containsExactly("0 100 80 web.shop.svc.cluster.local.");
        assertThat(ask("7.0.96.10.in-addr.arpa", "PTR")).containsExactly("web.shop.svc.cluster.local.");
    }

    @Test
    void answersReadyEndpointsOfHeadlessServices() throws NamingException {
        assertThat(ask("db.shop.svc.cluster.local", "A")).containsExactlyInAnyOrder("10.1.0.1", "10.1.0.2");
        assertThat(ask("db-1.db.shop.svc.cluster.local", "A")).containsExactly("10.1.0.2");
        assertThat(ask("_sql._tcp.db.shop.svc.cluster.local", "SRV")).hasSize(2);
    }

    @Test
    void followsExternalNames() throws NamingException {
        assertThat(ask("ext.shop.svc.cluster.local", "CNAME")).containsExactly("web.shop.svc.cluster.local.");
        assertThat(ask("ext.shop.svc.cluster.local", "A")).containsExactly("10.96.0.7");
    }

    @Test
    void answersPodsByAddress() throws NamingException {
        assertThat(ask("10-1-0-9.shop.pod.cluster.local", "A")).containsExactly("10.1.0.9");
    }

    @Test
    void tellsNoSuchNameFromNoSuchRecord() throws NamingException {
        assertThatThrownBy(() -> ask("gone.shop.svc.cluster.local", "A")).isInstanceOf(NameNotFoundException.class);
        assertThat(ask("web.shop.svc.cluster.local", "AAAA")).isEmpty();
    }

    @Test
    void knowsTheSpecificationAndWhoDecides() throws NamingException {
        assertThat(ask("dns-version.cluster.local", "TXT")).containsExactly("1.1.0");
        assertThat(ask("cluster.local", "SOA")).hasSize(1);
    }

    @Test
    void namesThatOnlyHaveNamesBelowThemExist() throws NamingException {
        for (String name : List.of(
                "cluster.local", "svc.cluster.local", "shop.svc.cluster.local", "_tcp.web.shop.svc.cluster.local")) {
            assertThat(ask(name, "A")).as(name).isEmpty();
        }
        assertThatThrownBy(() -> ask("other.svc.cluster.local", "A")).isInstanceOf(NameNotFoundException.class);
    }

    @Test
    void aHeadlessServiceWithoutReadyEndpointsHasNoName() {
        server.use(Zone.of("cluster.local", SERVICES, List.of()));
        assertThatThrownBy(() -> ask("db.shop.svc.cluster.local", "A")).isInstanceOf(NameNotFoundException.class);
    }

    @Test
    void answersIpv6() throws NamingException {
        server.use(Zone.of(
                "cluster.local",
                List.of(
                        Objects.yaml(
                                "{metadata: {name: six, namespace: shop}, spec: {clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9, 'fd00::9']}}")),
                List.of()));
        assertThat(ask("six.shop.svc.cluster.local", "AAAA")).containsExactly("fd00::9");
        assertThat(ask("six.shop.svc.cluster.local", "A")).containsExactly("10.96.0.9");
    }

    @Test
    void followsANewZone() throws NamingException {
        server.use(Zone.of(
                "cluster.local",
                List.of(Objects.yaml("{metadata: {name: new, namespace: shop}, spec: {clusterIP: 10.96.0.9}}")),
                List.of()));
        assertThat(ask("new.shop.svc.cluster.local", "A")).containsExactly("10.96.0.9");
    }

    // The JDK has no other DNS client, and the answers come from this test.
    @SuppressWarnings("BanJNDI")
    private List<String> ask(String name, String type) throws NamingException {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(
                Context.PROVIDER_URL, "dns://127.0.0.1:" + server.address().getPort());
        var context = new InitialDirContext(environment);
        try {
            var attribute = context.getAttributes(name, new String[] {type}).get(type);
            List<String> values = new ArrayList<>();
            if (attribute != null) {
                attribute.getAll().asIterator().forEachRemaining(value -> values.add(String.valueOf(value)));
            }
            return values;
        } finally {
            context.close();
        }
    }
}
