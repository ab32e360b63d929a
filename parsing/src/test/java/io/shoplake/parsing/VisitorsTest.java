package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.UserAgents.Agent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where visitors come from, with what, and what of it is kept. */
class VisitorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?utm_source=news&utm_medium=email&utm_campaign=may | news | email | may |",
        "?a=1&utm_source=a%20b+c&utm_medium=%C3%A9#utm_source=x | a b c | \u00e9 | |",
        "?gclid=G1                            | google   | cpc    | | G1",
        "?msclkid=M1                          | bing     | cpc    | | M1",
        "?fbclid=F1                           | facebook | social | | F1",
        "?utm_source=shop&utm_medium=paid&gclid=G1 | shop | paid  | | G1",
        "?utm_source=%00a&utm_medium=%zz      | %00a     | %zz    | |",
        "?utm_source=%ff&utm_medium=%4        | %ff      | %4     | |",
        "?utm_source=&utm_medium=m            |          | m      | |",
        "?x=1                                 |          |        | |",
        "                                     |          |        | |",
      })
  void theAddressOfThePageTellsTheCampaign(
      String query, String source, String medium, String name, String clickId) {
    String url = "https://shop.example/" + (query == null ? "" : query);
    ShopEvent parsed = event().with("page", "{'url':'" + url + "'}").accepted();
    assertThat(parsed.campaignSource()).isEqualTo(source);
    assertThat(parsed.campaignMedium()).isEqualTo(medium);
    assertThat(parsed.campaignName()).isEqualTo(name);
    assertThat(parsed.campaignClickId()).isEqualTo(clickId);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a?q=1&email=ann@x.com&p=2#f | /a?q=1&email=&p=2#f",
        "/a?x=ann%40example.com       | /a?x=",
        "/a?Card-Number=4111&&b       | /a?Card-Number=&&b",
        "/a?phone=1#email=2           | /a?phone=#email=",
        "/a#access_token=x&b=1&phone=2 | /a#access_token=&b=1&phone=",
        "/a#/stop?phone=1&b=2         | /a#/stop?phone=&b=2",
        "/a#part-2                    | /a#part-2",
        "/a?utm_source=news&b==       | /a?utm_source=news&b==",
        "/a?                          | /a?",
        "/a@b.c?d                     | /a@b.c?d",
        "/a?q=mail%20ann%40x.com,bob%40x.com | /a?q=",
        "/a?x=ann%2540example%252Ecom | /a?x=",
        "/a?x=ann%40ex%C3%A4mple.com  | /a?x=",
        "/a?ann@example.com&b=1       | /a?&b=1",
        "/a?ann%40example.com=1&b=1   | /a?&b=1",
        "/stop/ann%40example.com/now?b=1 | /stop//now?b=1",
        "/stop/ann@example.com        | /stop/",
        "/a#/stop?to=ann@example.com  | /a#/stop?to=",
        "/a#/stop/ann@example.com     | /a#",
        "/a?b=1#ann%40example.com     | /a?b=1#",
        "https://ann@shop.example/a?b | https://shop.example/a?b",
        "https://ann%40x.com:y@shop.example/a | https://shop.example/a",
        "mailto:ann@example.com       | ''",
        "/@ann.example/tea@2.5/40%25  | /@ann.example/tea@2.5/40%25",
      })
  void personalParametersOfAnAddressAreCut(String sent, String kept) {
    ShopEvent parsed =
        event().with("page", "{'url':'" + sent + "','referrer':'" + sent + "'}").accepted();
    assertThat(parsed.pageUrl()).isEqualTo(kept);
    assertThat(parsed.pageReferrer()).isEqualTo(kept);
  }

  @Test
  void aCampaignThatIsSentComesBeforeTheAddress() {
    Message tagged = event().with("page", "{'url':'https://a.example/?utm_source=url'}");
    assertThat(tagged.with("campaign", "{'source':'sent'}").accepted().campaignSource())
        .isEqualTo("sent");
    assertThat(tagged.with("campaign", "{'source':null}").accepted().campaignSource())
        .isEqualTo("url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob%40example.com",
        "bob@example.com",
        "Bob%40Example.COM",
        "bob%2540example.com",
        "bob%40example%2ecom",
        "for+bob%40example.com%21",
        "bob%40example.com%2Cann%40example.com",
        "bob%40example.com%zz",
        "bob%40ex%C3%A4mple.com",
      })
  void anEmailAddressInTheAddressOfThePageReachesNoColumn(String value) {
    for (String parameter :
        List.of("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid")) {
      String url = "https://shop.example/?" + parameter + "=" + value + "&utm_id=1";
      ShopEvent parsed =
          event().with("page", "{'url':'" + url + "','referrer':'" + url + "'}").accepted();
      assertThat(parsed.toString()).doesNotContainIgnoringCase("bob").contains("utm_id=1");
    }
  }

  @Test
  void theOtherValuesOfACampaignWithAnEmailAddressStay() {
    ShopEvent parsed =
        event()
            .with(
                "page",
                "{'url':'/?utm_source=news&utm_medium=email&utm_campaign=to-bob%40example.com"
                    + "&utm_content=bob%40example.com&utm_term=tea'}")
            .accepted();
    assertThat(parsed.campaignSource()).isEqualTo("news");
    assertThat(parsed.campaignMedium()).isEqualTo("email");
    assertThat(parsed.campaignName()).isNull();
    assertThat(parsed.campaignContent()).isNull();
    assertThat(parsed.campaignTerm()).isEqualTo("tea");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob@example.com",
        "tea for bob@example.com",
        "bob%40example.com",
        "<bob@example.com>, ann",
        "mailto:bob@mail.example.co",
        "\\u0062ob\\u0040example.com",
      })
  void anEmailAddressThatIsSentAsCampaignOrSearchIsDropped(String value) {
    ShopEvent searched = event().with("search_query", "'" + value + "'").accepted();
    assertThat(searched.searchQuery()).isNull();
    for (String field : List.of("source", "medium", "name", "term", "content", "click_id")) {
      ShopEvent parsed = event().with("campaign", "{'%s':'%s'}".formatted(field, value)).accepted();
      assertThat(parsed.toString()).doesNotContain("bob");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tea @ home",
        "@bob",
        "size 40",
        "100% silk",
        "5 @ 9.99",
        "a@b",
        "%40",
        "tea @bob.x"
      })
  void whatHoldsNoEmailAddressIsKept(String text) {
    ShopEvent parsed =
        event()
            .with("search_query", "'" + text + "'")
            .with("campaign", "{'name':'" + text + "'}")
            .accepted();
    assertThat(parsed.searchQuery()).isEqualTo(text);
    assertThat(parsed.campaignName()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "           |           |       |                               | Direct",
        "(direct)   | (none)    |       |                               | Direct",
        "           |           |       | https://shop.example/cart     | Direct",
        "           |           |       | https://www.Shop.example:443/ | Direct",
        "           |           |       | https://www.google.co.uk/     | Organic Search",
        "           |           |       | https://duckduckgo.com/?q=x   | Organic Search",
        "           |           |       | https://mail.google.com/      | Referral",
        "           |           |       | https://l.facebook.com/l.php  | Organic Social",
        "           |           |       | https://t.co/abc              | Organic Social",
        "           |           |       | https://www.youtube.com/      | Organic Social",
        "           |           |       | https://blog.example/?x=google | Referral",
        "           |           |       | android-app://com.example     | Referral",
        "           |           | k1    |                               | Paid Search",
        "           |           | k1    | https://www.facebook.com/     | Paid Social",
        "google     | cpc       |       |                               | Paid Search",
        "bing       | ppc       |       | https://blog.example/         | Paid Search",
        "www.google.com | paid  |       |                               | Paid Search",
        "facebook   | cpc       |       |                               | Paid Social",
        "Instagram  | Paid_Story |      |                               | Paid Social",
        "partner    | cpc       |       |                               | Unassigned",
        "partner    | cpm       |       |                               | Display",
        "google     | display   |       |                               | Display",
        "google     | organic   |       |                               | Organic Search",
        "partner    | organic   |       |                               | Organic Search",
        "google     |           |       |                               | Organic Search",
        "facebook   | social    |       |                               | Organic Social",
        "partner    | social-media |    |                               | Organic Social",
        "newsletter | e-mail    |       |                               | Email",
        "email      |           |       |                               | Email",
        "partner    | affiliate |       |                               | Affiliates",
        "partner    | referral  |       |                               | Referral",
        "partner    | qr-code   |       |                               | Unassigned",
        "partner    |           |       |                               | Unassigned",
      })
  void theChannelFollowsTheDefaultChannelGroup(
      String source, String medium, String clickId, String referrer, String channel) {
    assertThat(Channels.of(source, medium, clickId, referrer, "shop.example")).isEqualTo(channel);
  }

  @Test
  void aHostIsReadFromAnAddress() {
    assertThat(Channels.host("https://ann:x@Shop.Example:8443/a?b=http://c"))
        .hasValue("shop.example");
    assertThat(Channels.host("/cart")).isEmpty();
    assertThat(Channels.host("https://")).isEmpty();
    assertThat(Channels.host(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 | desktop | false",
        "web | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15 | desktop | false",
        "web | Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1 | mobile | false",
        "web | Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0.0.0 Mobile Safari/537.36 | mobile | false",
        "web | Mozilla/5.0 (Linux; Android 14; SM-X710) Chrome/140.0.0.0 Safari/537.36 | tablet | false",
        "web | Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Mobile/15E148 Safari/604.1 | tablet | false",
        "web | Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/120.0 Mobile Safari/537.36 | mobile | false",
        "web | Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | unknown | true",
        "web | Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Mobile Safari/537.36 (compatible; Googlebot/2.1) | mobile | true",
        "web | Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36 | desktop | true",
        "web | facebookexternalhit/1.1 | unknown | true",
        "web | curl/8.5.0 | unknown | true",
        "web | python-requests/2.32.3 | unknown | true",
        "android | okhttp/4.12.0 | mobile | false",
        "ios | Shop/5.1 CFNetwork/1568.100.1 Darwin/24.0.0 | mobile | false",
        "android | Mozilla/5.0 (compatible; bingbot/2.0) | mobile | true",
        "iOS | | mobile | false",
        "web | | unknown | false",
        " | | unknown | false",
      })
  void theAgentTellsDeviceAndRobots(
      String platform, String userAgent, String device, boolean isBot) {
    assertThat(UserAgents.of(platform, userAgent)).isEqualTo(new Agent(device, isBot));
    assertThat(UserAgents.of(platform, userAgent)).isEqualTo(new Agent(device, isBot));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77,            203.0.113.0",
    "::ffff:203.0.113.77,     203.0.113.0",
    "2001:db8:85a3::8a2e:370:7334, 2001:db8:85a3::",
    "2001:0DB8:85A3:0:0:8a2e:370:7334, 2001:db8:85a3::",
    "::1,                     0:0:0::",
    "fe80::,                  fe80:0:0::",
  })
  void anAddressLosesItsLastPart(String ip, String prefix) {
    assertThat(event().with("ip", "'" + ip + "'").accepted().ipPrefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "localhost",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.77:80",
        "1.2.3.4.5",
        "1.2.3.4, 5.6.7.8",
        "2001:db8",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "g::1",
        "12345::1",
        "1:2:3:4:5:6:7:8::",
        ":::",
        "fe80::1%eth0",
        "203.0.113.\u0667"
      })
  void whatIsNoAddressLeavesNothing(String ip) {
    assertThat(event().with("ip", "'" + ip + "'").accepted().ipPrefix()).isNull();
  }
}
