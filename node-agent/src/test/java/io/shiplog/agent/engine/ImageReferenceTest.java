package io.shiplog.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    nginx                          | docker.io              | library/nginx | ''
                    nginx:1.27                     | docker.io              | library/nginx | :1.27
                    team/app                       | docker.io              | team/app      | ''
                    index.docker.io/nginx          | docker.io              | library/nginx | ''
                    localhost/app:1                | localhost              | app           | :1
                    registry:5000/a/b__c-d.e:v1    | registry:5000          | a/b__c-d.e    | :v1
                    registry.example.com/a@sha256:0123456789abcdef0123456789abcdef | registry.example.com | a | @sha256:0123456789abcdef0123456789abcdef
                    """)
    void takesANameApart(String name, String domain, String path, String version) {
        assertThat(ImageReference.parse(name)).isEqualTo(new ImageReference(domain, path, version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " nginx", "nginx:", "nginx::1", "a//b", "-a", "nginx:1 2", "http://registry/a", "a@sha256:1"
            })
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> ImageReference.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid reference format");
    }

    @Test
    void saysThatARepositoryIsInLowercase() {
        assertThatThrownBy(() -> ImageReference.parse("Nginx"))
                .hasMessage("invalid reference format: repository name (library/Nginx) must be lowercase");
    }

    @ParameterizedTest
    @CsvSource({
        "https://index.docker.io/v1/, nginx, true",
        "docker.io, team/app, true",
        "registry.example.com, registry.example.com/a, true",
        "https://registry.example.com/v2, registry.example.com/a, true",
        "registry.example.com/team, registry.example.com/team/a, true",
        "registry.example.com/team, registry.example.com/other/a, false",
        "*.example.com, registry.example.com/a, true",
        "*.example.com, a.b.example.com/a, false",
        "registry.example.com, registry.example.com:5000/a, false",
        "registry.example.com:5000, registry.example.com:5000/a, true",
        "registry.example.com, nginx, false",
        "https://index.docker.io/v1/, registry.example.com/a, false",
        "registryXexample.com, registry.example.com/a, false"
    })
    void showsALoginToItsOwnRegistryOnly(String server, String image, boolean shown) {
        assertThat(new RegistryLogin(server, "user", "password").isFor(ImageReference.parse(image)))
                .isEqualTo(shown);
    }
}
