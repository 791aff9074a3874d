/* SPDX-License-Identifier: Apache-2.0 */
#include "check_feed.h"

static const struct feed_case cases[] = {
	{"2021-04: two columns", "cve,epss\nCVE-2020-5902,0.65117\n",
	 "about epss 2021-04-14T00:00:00Z \nepss CVE-2020-5902 0.65117 -1\n"},
	{"2021-09: long percentiles", "cve,epss,percentile\nCVE-2020-5902,0.65117,0.9981063485\n",
	 "about epss 2021-04-14T00:00:00Z \nepss CVE-2020-5902 0.65117 0.998106\n"},
	{"2022-02: a comment line",
	 "#model_version:v2022.01.01,score_date:2022-02-04T00:00:00+0000\ncve,epss,percentile\n"
	 "CVE-2020-5902,0.96817,0.99999\n",
	 "about epss 2022-02-04T00:00:00Z v2022.01.01\nepss CVE-2020-5902 0.96817 0.99999\n"},
	{"no date in the comment: the file's name has it", "#model_version:v2023.03.01\n"
	 "cve,epss\n", "about epss 2021-04-14T00:00:00Z v2023.03.01\n"},
	{"CRLF, a byte order mark, no newline at the end, an exponent",
	 "\xef\xbb\xbf#model_version:v1,score_date:2023-03-07T00:00:00+0000\r\n"
	 "cve,epss,percentile\r\nCVE-2024-123456,4.3e-4,1E-2\r\nCVE-1999-0001,1,0",
	 "about epss 2023-03-07T00:00:00Z v1\nepss CVE-2024-123456 0.00043 0.01\n"
	 "epss CVE-1999-0001 1 0\n"},
	{"columns in another order, and more of them",
	 "date,percentile,cve,epss\n2022,0.5,CVE-2020-0001,0.25\n",
	 "about epss 2021-04-14T00:00:00Z \nepss CVE-2020-0001 0.25 0.5\n"},
	{"an empty percentile", "cve,epss,percentile\nCVE-2020-0001,0.25,\n",
	 "about epss 2021-04-14T00:00:00Z \nepss CVE-2020-0001 0.25 -1\n"},
	{"bad rows",
	 "cve,epss,percentile\nGHSA-1,0.1,0.1\nCVE-2020-1,0.1,0.1\nCVE-2020-0002\n"
	 "CVE-2020-0003,nan,0.1\nCVE-2020-0004,1.1,0.1\nCVE-2020-0005,-0.1,0.1\n"
	 "CVE-2020-0006,0.1,x\nCVE-2020-0007,,\nCVE-2020-0008,0.5,0.5\n",
	 "about epss 2021-04-14T00:00:00Z \nskip GHSA-1: not a CVE id\nskip CVE-2020-1: not a CVE id\n"
	 "skip CVE-2020-0002: a row with too few fields\n"
	 "skip CVE-2020-0003: a score that is no number from 0 to 1\n"
	 "skip CVE-2020-0004: a score that is no number from 0 to 1\n"
	 "skip CVE-2020-0005: a score that is no number from 0 to 1\n"
	 "skip CVE-2020-0006: a percentile that is no number from 0 to 1\n"
	 "skip CVE-2020-0007: a score that is no number from 0 to 1\n"
	 "epss CVE-2020-0008 0.5 0.5\n"},
	{"another header", "#model_version:v1\ninvalid,header\nCVE-2020-0001,0.1\n",
	 "about epss 2021-04-14T00:00:00Z v1\nerror -2: no header line with cve and epss\n"},
	{"nothing", "", "about epss 2021-04-14T00:00:00Z \n"
	 "error -2: no header line with cve and epss\n"},
	{"a quote without an end", "cve,epss\n\"CVE-2020-0001,0.1\n",
	 "about epss 2021-04-14T00:00:00Z \nerror -2: a quote without an end\n"},
};

static const struct { const char *head; int least; } heads[] = {
	{"#model_version:v2023.03.01,score_date:", 90}, {"cve,epss\nCVE", 90},
	{"cve,epss,percentile\r\n", 90}, {"\xef\xbb\xbf" "cve,epss\r\n", 90},
	{"cveID,vendorProject,", 0}, {"{}", 0}, {"", 0},
};

int main(void)
{
	feed_check_cases("epss", "epss_scores-2021-04-14.csv", cases, YG_COUNT(cases));
	for (size_t i = 0; i < YG_COUNT(heads); i++) {
		const struct feed_reader *r = feed_reader_detect(SV("x"), sv_of(heads[i].head));
		CHECK((r && strcmp(r->name, "epss") == 0) == (heads[i].least > 0), "%s",
		      heads[i].head);
	}
	feed_check_faults("epss", "epss_scores-2021-04-14.csv", cases[0].in);
	feed_check_refusals("epss", "epss_scores-2021-04-14.csv", cases[7].in);
	return check_done();
}
