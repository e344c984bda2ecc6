"""Tables as other programs put them on the clipboard, written by hand after what they write."""

from __future__ import annotations

LIBREOFFICE = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2//EN">
<html>
<head>
<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<title></title>
<meta name="generator" content="LibreOffice 24.2.7.2 (Linux)"/>
<style type="text/css">
body,div,table,thead,tbody,tfoot,tr,th,td,p { font-family:"Liberation Sans"; font-size:x-small }
</style>
</head>
<body>
<table cellspacing="0" border="0">
<colgroup span="3" width="85"></colgroup>
<tr><td height="17" align="left">陕西</td><td align="right" sdval="6412.7" sdnum="2052;0;0.00">6412.70</td>
<td align="right" sdval="0.254" sdnum="2052;0;0.0%">25.4%</td></tr>
<tr><td height="17" align="left">山西<br>太原</td><td align="right" sdval="1234567.891234" sdnum="2052;">1234567.891</td>
<td align="right" sdval="893.6" sdnum="2052;0;#,##0.0">893.6</td></tr>
<tr><td align="right" sdval="31.63" sdnum="2052;0;General">###</td><td align="right" sdval="8.449" sdnum="2052;0;0.0">8.4</td><td>约4800</td></tr>
</table>
</body>
</html>"""

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15">
<style>
<!--table
	{mso-displayed-decimal-separator:"\\.";
	mso-displayed-thousand-separator:"\\,";}
td {padding-top:1px; mso-number-format:General; text-align:general;}
.xl65
	{mso-number-format:"\\#\\,\\#\\#0\\.00";}
.xl66
	{mso-number-format:0%;}
.xl67
	{mso-number-format:"\\@";}
-->
</style>
</head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse: collapse;width:144pt'>
<!--StartFragment-->
 <col width=64 span=3 style='width:48pt'>
 <tr height=19 style='height:14.4pt'>
  <td height=19 class=xl65 align=right width=64 x:num="6412.7">6,412.70</td>
  <td class=xl66 align=right width=64 x:num="0.25369999999999998">25%</td>
  <td width=64 align=right x:num="893.60000000000002">893.6</td>
 </tr>
 <tr height=19>
  <td colspan=2 rowspan=2 height=19 class=xl67>合计
  与小计</td>
  <td align=right x:num>12</td>
 </tr>
 <tr><td class=xl67>00123</td></tr>
<!--EndFragment-->
</table>
</body>
</html>"""

WPS = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type"
 content="text/html; charset=utf-8"/><meta name="Generator" content="WPS Office ET"/><style>.et3{mso-number-format:"0\\.0_ ";}</style></head><body>
<!--StartFragment--><table width="144" border="0"><tr height="19"><td class="et3" x:num="450.2" align="right">450.2 </td><td x:str>—</td>
</tr></table><!--EndFragment--></body></html>"""
