package io.shiplog.resources.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.quantity.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What k8s.io/component-helpers v0.34.2 answers for the same pods. */
class PodResourcesTest {

    private static PodResources pod(String spec) {
        return PodResources.asked(Json.parse(text("{'spec':" + spec + "}")));
    }

    private static byte[] text(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Quantity> amounts(String... namesAndAmounts) {
        Map<String, Quantity> amounts = new java.util.TreeMap<>();
        for (int i = 0; i < namesAndAmounts.length; i += 2) {
            amounts.put(namesAndAmounts[i], Quantity.parse(namesAndAmounts[i + 1]));
        }
        return amounts;
    }

    @Test
    void addsUpContainersAndTakesTheLargestInitContainerWithTheSidecarsBeforeIt() {
        PodResources pod = pod("""
                {'initContainers':[
                  {'name':'i1','resources':{'requests':{'cpu':'3'}}},
                  {'name':'s','restartPolicy':'Always','resources':{'requests':{'cpu':'1','memory':'1Gi'}}},
                  {'name':'i2','resources':{'requests':{'cpu':'4','example.com/gpu':'2'}}}],
                 'containers':[
                  {'name':'a','resources':{'requests':{'cpu':'1','memory':'2Gi'}}},
                  {'name':'b','resources':{'requests':{'cpu':'500m'}}}]}""");
        assertThat(pod.requests()).isEqualTo(amounts("cpu", "5", "memory", "3Gi", "example.com/gpu", "2"));
    }

    @Test
    void letsThePodAsAWholeReplaceItsContainersInWhatAWholeCanAskFor() {
        PodResources pod = pod("""
                {'resources':{'requests':{'cpu':'250m','hugepages-2Mi':'4Mi','ephemeral-storage':'9Gi'},'limits':{'memory':'1Gi'}},
                 'containers':[{'name':'a','resources':{
                   'requests':{'cpu':'1','memory':'2Gi','ephemeral-storage':'1Gi'},'limits':{'cpu':'2','memory':'2Gi'}}}]}""");
        assertThat(pod.requests())
                .isEqualTo(amounts("cpu", "250m", "memory", "2Gi", "hugepages-2Mi", "4Mi", "ephemeral-storage", "1Gi"));
        assertThat(pod.limits()).isEqualTo(amounts("cpu", "2", "memory", "1Gi"));
    }

    @Test
    void addsOverheadToRequestsAndOnlyToLimitsThatAreThere() {
        PodResources pod = pod("""
                {'overhead':{'cpu':'100m','memory':'64Mi'},
                 'containers':[{'name':'a','resources':{'requests':{'cpu':'1'},'limits':{'memory':'1Gi','cpu':'0'}}}]}""");
        assertThat(pod.requests()).isEqualTo(amounts("cpu", "1100m", "memory", "64Mi"));
        assertThat(pod.limits()).isEqualTo(amounts("memory", "1088Mi", "cpu", "0"));
        assertThat(pod.requestsWithoutOverhead()).isEqualTo(amounts("cpu", "1"));
        assertThat(pod.limitsWithoutOverhead()).isEqualTo(amounts("memory", "1Gi", "cpu", "0"));
    }

    @Test
    void countsWhatIsNotSaidButNotAnExplicitZero() {
        PodResources pod = pod("""
                {'containers':[{'name':'silent'},{'name':'zero','resources':{'requests':{'cpu':'0'}}}]}""");
        assertThat(pod.requests(amounts("cpu", "100m", "memory", "200Mi")))
                .isEqualTo(amounts("cpu", "100m", "memory", "400Mi"));
    }

    @Test
    void countsAResizedContainerWithTheMostOfWhatItHasAndWillHave() {
        String resized = """
                {'spec':{'containers':[{'name':'a','resources':{'requests':{'cpu':'1'},'limits':{'cpu':'4'}}}]},
                 'status':{'containerStatuses':[{'name':'a','allocatedResources':{'cpu':'3'},
                   'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'2'}}}]%s}}""";
        PodResources pod = PodResources.counted(Json.parse(text(resized.formatted(""))));
        assertThat(pod.requests()).isEqualTo(amounts("cpu", "3"));
        assertThat(pod.limits()).isEqualTo(amounts("cpu", "4"));
        String infeasible = ",'conditions':[{'type':'PodResizePending','reason':'Infeasible'}]";
        PodResources stuck = PodResources.counted(Json.parse(text(resized.formatted(infeasible))));
        assertThat(stuck.limits()).isEqualTo(amounts("cpu", "2"));
    }

    @Test
    void knowsWhetherAPodAsksAsAWhole() {
        assertThat(pod("{'resources':{'requests':{'cpu':'0'}}}").isWholeSaid()).isTrue();
        assertThat(pod("{'resources':{'limits':{'hugepages-1Gi':'1Gi'}}}").isWholeSaid())
                .isTrue();
        assertThat(pod("{'resources':{}}").isWholeSaid()).isFalse();
        assertThat(pod("{}").isWholeSaid()).isFalse();
    }
}
