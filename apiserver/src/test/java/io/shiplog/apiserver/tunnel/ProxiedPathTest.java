package io.shiplog.apiserver.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiedPathTest {
    private static final ProxyTarget TARGET = new ProxyTarget(false, "10.0.0.1", 8080, false);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/api/v1/nodes/n/proxy,false,/api/v1/nodes/n/proxy,''",
        "/api/v1/nodes/n/proxy/,false,/api/v1/nodes/n/proxy,/",
        "/api/v1/nodes/n/proxy/a//b%2Fc/,false,/api/v1/nodes/n/proxy,/a//b%2Fc/",
        "/api/v1/namespaces/t/services/https:s:p/proxy/x,true,/api/v1/namespaces/t/services/https:s:p/proxy,/x",
        "/api/v1/namespaces/proxy/pods/proxy/proxy/proxy,true,/api/v1/namespaces/proxy/pods/proxy/proxy,/proxy",
    })
    void partsWhatTheServerMadeOfTheRootFromTheRest(String path, boolean namespaced, String prefix, String rest) {
        assertThat(ProxiedPath.of(path, namespaced)).isEqualTo(new ProxiedPath(prefix, rest));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/a?b=c,/p/a?b=c",
        "http://10.0.0.1:8080/a#f,/p/a#f",
        "http://10.0.0.1:9/a,http://10.0.0.1:9/a",
        "http://elsewhere.example/a,http://elsewhere.example/a",
        "a/b,a/b",
        "::,::",
    })
    void leadsRedirectsToTheTargetBackThroughTheServer(String given, String shown) {
        assertThat(new ProxiedPath("/p", "/").location(given, TARGET)).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "<a href=\"/x\">/y</a>,<a href=\"/p/x\">/y</a>",
        "<pre><a class=\"b\" href='/x$1'>t</a></pre>,<pre><a class=\"b\" href='/p/x$1'>t</a></pre>",
        "<a href=\"//elsewhere/x\">,<a href=\"//elsewhere/x\">",
        "<a href=\"x\">,<a href=\"x\">",
        "<img alt=\"/x\" src=\"/y\">,<img alt=\"/x\" src=\"/p/y\">",
    })
    void leadsLinksToTheRootBackThroughTheServer(String page, String shown) {
        assertThat(new ProxiedPath("/p", "/").page(page)).isEqualTo(shown);
    }
}
