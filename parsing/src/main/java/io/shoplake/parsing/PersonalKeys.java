package io.shoplake.parsing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names under which people send what may not be stored: secrets not at all, other personal data not
 * beyond bronze.
 *
 * <p>A term condemns a name that it is, or whose words it is among: {@code iban}, {@code
 * customer_iban} and {@code ibanOfCustomer}; a term of several words is looked for however it is
 * written, as {@code firstname}, {@code first_name} or {@code billingFirstName}.
 */
public final class PersonalKeys {

  private static final int MOST_WORDS_OF_A_TERM = 3;

  private static final Set<String> SECRET =
      Set.of(
          "accesstoken",
          "accountnumber",
          "apikey",
          "bank",
          "bankaccount",
          "bic",
          "card",
          "cardexpire",
          "cardholder",
          "cardnumber",
          "cardtype",
          "creditcard",
          "creditcardnumber",
          "crypto",
          "cvc",
          "cvv",
          "debitcard",
          "driverslicense",
          "drivinglicence",
          "ein",
          "iban",
          "nationalid",
          "passphrase",
          "passport",
          "passportnumber",
          "passwd",
          "password",
          "pin",
          "pincode",
          "privatekey",
          "pwd",
          "refreshtoken",
          "routingnumber",
          "secret",
          "securitycode",
          "socialsecurity",
          "socialsecuritynumber",
          "sortcode",
          "ssn",
          "swift",
          "taxid",
          "taxnumber",
          "token",
          "wallet");

  private static final Set<String> PERSONAL =
      Set.of(
          "address",
          "addresses",
          "addressline",
          "avatar",
          "billingname",
          "billingstreet",
          "birth",
          "birthdate",
          "birthday",
          "bloodgroup",
          "bloodtype",
          "cellphone",
          "contactname",
          "contactnumber",
          "customeremail",
          "customername",
          "dateofbirth",
          "displayname",
          "dob",
          "email",
          "emailaddress",
          "emails",
          "familyname",
          "fax",
          "firstname",
          "forename",
          "fullname",
          "givenname",
          "ipaddress",
          "lastname",
          "macaddress",
          "maidenname",
          "middlename",
          "mobilenumber",
          "mobilephone",
          "nickname",
          "personname",
          "phone",
          "phonenumber",
          "phones",
          "postaladdress",
          "recipientname",
          "revieweremail",
          "reviewername",
          "shippingname",
          "shippingstreet",
          "streetaddress",
          "surname",
          "telephone",
          "useremail",
          "username");

  /** Only as a whole: as words among others they name harmless things, such as a product's name. */
  private static final Set<String> PERSONAL_ALONE =
      Set.of("ip", "mac", "mail", "mobile", "name", "street", "tel");

  private PersonalKeys() {}

  /** Whether what stands under {@code name} is a secret, which must not even reach a topic. */
  public static boolean isSecret(String name) {
    return isAmong(words(name), SECRET);
  }

  /** Whether what stands under {@code name} is left out of everything after bronze. */
  public static boolean isDenied(String name) {
    List<String> words = words(name);
    return PERSONAL_ALONE.contains(String.join("", words))
        || isAmong(words, PERSONAL)
        || isAmong(words, SECRET);
  }

  private static boolean isAmong(List<String> words, Set<String> terms) {
    for (int from = 0; from < words.size(); from++) {
      String term = "";
      int end = Math.min(words.size(), from + MOST_WORDS_OF_A_TERM);
      for (int at = from; at < end; at++) {
        term += words.get(at);
        if (terms.contains(term)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Runs of letters in lower case; userName and CVVCode are two words each. */
  private static List<String> words(String name) {
    List<String> words = new ArrayList<>(4);
    int start = 0;
    for (int at = 0; at <= name.length(); at++) {
      boolean isLetter = at < name.length() && Character.isLetter(name.charAt(at));
      if (!isLetter || (at > start && beginsWord(name, at))) {
        if (at > start) {
          words.add(name.substring(start, at).toLowerCase(Locale.ROOT));
        }
        start = isLetter ? at : at + 1;
      }
    }
    return words;
  }

  /** Whether the letter at {@code at}, which follows another one, is where a case changes. */
  private static boolean beginsWord(String name, int at) {
    boolean isBeforeSmall = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
    return Character.isUpperCase(name.charAt(at))
        && (isBeforeSmall || Character.isLowerCase(name.charAt(at - 1)));
  }
}
