#include "chemdb/law/import/law_document.h"

#include "chemdb/law/import/formats.h"

namespace tidewaiter {

const std::vector<LawFormat>& LawFormats() {
  static const auto* const formats = new std::vector<LawFormat>{
      {"justice-canada", "CA", "Justice Laws Website, Department of Justice Canada",
       "Open Government Licence, Canada",
       "acts and regulations of Canada (repository justicecanada/laws-lois-xml)", ParseJusticeCanada},
      {"eu-legalize", "EU", "Publications Office of the European Union, EUR-Lex (legalize-eu copy)",
       "CC BY 4.0", "regulations of the EU (repository legalize-dev/legalize-eu)", ParseEuLegalize},
  };
  return *formats;
}

const LawFormat* FindLawFormat(std::string_view id) {
  for (const LawFormat& format : LawFormats()) {
    if (format.id == id) return &format;
  }
  return nullptr;
}

}  // namespace tidewaiter
